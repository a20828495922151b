# Completion of `threshold` for fish. Names of files are left to fish, which knows how to quote them.
function __threshold_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l first ''
    set -lx _THRESHOLD_COMPLETE fish
    set -lx _THRESHOLD_COMPLETE_CURRENT (commandline -ct)
    set -lx _THRESHOLD_COMPLETE_WORDS (string join \n -- $words | string collect)
    for line in (command threshold 2>/dev/null </dev/null)
        if test -z "$first"
            set first $line
        else
            string replace -r '^(\S+) ' '$1\t' -- $line
        end
    end
    if test "$first" = files
        __fish_complete_path $_THRESHOLD_COMPLETE_CURRENT
    end
end
complete -c threshold -e
complete -c threshold -f -k -a '(__threshold_complete)'
