#compdef threshold
# Completion of `threshold` for zsh. Names of files are left to zsh, which knows how to quote them.
_threshold() {
    local IFS=$'\n' line first=''
    local -a given offered unfinished
    given=("${(@Q)words[2,CURRENT-1]}")
    while read -r line; do
        if [[ -z $first ]]; then
            first=$line
        elif [[ ${line%% *} == *= ]]; then
            unfinished+=("${${line%% *}//:/\\:}:${line#* }")
        else
            offered+=("${${line%% *}//:/\\:}:${line#* }")
        fi
    done < <(_THRESHOLD_COMPLETE=zsh _THRESHOLD_COMPLETE_CURRENT=${(Q)PREFIX} \
        _THRESHOLD_COMPLETE_WORDS="${(F)given}" command threshold 2>/dev/null </dev/null)
    (( $#offered )) && _describe -V 'threshold' offered
    (( $#unfinished )) && _describe -V 'threshold' unfinished -S ''
    [[ $first == files ]] && _files
    return 0
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _threshold "$@"
else
    (( ${+functions[compdef]} )) || { autoload -Uz compinit && compinit }
    compdef _threshold threshold
fi
