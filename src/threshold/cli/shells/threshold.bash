# Completion of `threshold` for bash. Names of files are left to bash, which knows how to quote them.
_threshold_completion() {
    local IFS=$'\n' first='' word rest given current=$2
    local typed=${COMP_WORDS[COMP_CWORD]}
    case $typed in
        [:=]*) given=("${COMP_WORDS[@]:1:COMP_CWORD}") current='' ;;
        *) given=("${COMP_WORDS[@]:1:COMP_CWORD-1}") ;;
    esac
    COMPREPLY=()
    compopt +o default 2>/dev/null
    while IFS=' ' read -r word rest; do
        if [ -z "$first" ]; then
            first=$word
        else
            COMPREPLY+=("$word")
        fi
    done < <(_THRESHOLD_COMPLETE=bash _THRESHOLD_COMPLETE_CURRENT=$current \
        _THRESHOLD_COMPLETE_WORDS="${given[*]}" command threshold 2>/dev/null </dev/null)
    if [ "$first" = files ]; then
        compopt -o default 2>/dev/null
        if [ ${#COMPREPLY[@]} -gt 0 ] && [ -n "$current" ]; then
            compopt -o filenames 2>/dev/null
            while read -r word; do
                COMPREPLY+=("$word")
            done < <(compgen -f -- "$current" 2>/dev/null)
        fi
    fi
    case ${COMPREPLY[0]} in
        *=) compopt -o nospace 2>/dev/null ;;
    esac
    return 0
}
complete -o default -F _threshold_completion threshold
