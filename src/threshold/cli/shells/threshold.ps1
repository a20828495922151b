# Completion of `threshold` for PowerShell. Names of files are left to PowerShell, which knows how to quote them.
Register-ArgumentCompleter -Native -CommandName threshold -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $program = Get-Command threshold -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if (-not $program) { return }
    $given = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    $before = $global:LASTEXITCODE
    try {
        $env:_THRESHOLD_COMPLETE = 'powershell'
        $env:_THRESHOLD_COMPLETE_CURRENT = $wordToComplete
        $env:_THRESHOLD_COMPLETE_WORDS = $given -join "`n"
        $lines = @(& $program 2>$null)
    } finally {
        Remove-Item Env:_THRESHOLD_COMPLETE* -ErrorAction SilentlyContinue
        $global:LASTEXITCODE = $before
    }
    # Where nothing is returned, PowerShell offers the names of files.
    $lines | Select-Object -Skip 1 | ForEach-Object {
        $word, $means = $_ -split ' ', 2
        if (-not $means) { $means = $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $means)
    }
}
