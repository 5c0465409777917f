namespace Murmuration.Agent.Help;

/// <summary>
/// Scripts that let a shell complete the words of <c>murmur</c>. Each asks the program itself, by the directive
/// <c>[suggest:POSITION]</c>, so that none has to be renewed with it; where the program knows nothing, a file is meant.
/// </summary>
internal static class CompletionScript
{
    /// <summary>The shells, by the names that the command line uses.</summary>
    public static IReadOnlyDictionary<string, string> ByShell { get; } = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["powershell"] = PowerShell,
    };

    private const string Bash =
        """
        # Completion of murmur for bash. In ~/.bashrc: source <(murmur completion bash)
        _murmur() {
            local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]} candidates
            line="murmur ${line#* }"
            [[ $word != = ]] || word=
            candidates=$(murmur "[suggest:${#line}]" "$line" 2>/dev/null | grep -v '^[/?]\|^-?')
            [[ $word == -* ]] || candidates=$(grep -v '^-' <<<"$candidates")
            mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$word")
        }
        complete -o default -F _murmur murmur

        """;

    private const string Zsh =
        """
        #compdef murmur
        # Completion of murmur for zsh. In ~/.zshrc, after compinit: source <(murmur completion zsh)
        _murmur() {
            local line="murmur ${LBUFFER#* }"
            local -a candidates
            candidates=(${(f)"$(murmur "[suggest:${#line}]" "$line" 2>/dev/null | grep -v '^[/?]\|^-?')"})
            [[ $PREFIX == -* ]] || candidates=(${candidates:#-*})
            candidates=(${(M)candidates:#${PREFIX}*})
            if (( $#candidates )); then compadd -a candidates; else _files; fi
        }
        compdef _murmur murmur

        """;

    private const string Fish =
        """
        # Completion of murmur for fish. In ~/.config/fish/config.fish: murmur completion fish | source
        function __murmur_complete
            set -l line (commandline -cp | string replace -r '^\S+' murmur)
            set -l word (commandline -ct)
            set -l candidates (murmur "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null \
                | string match -rv '^(/|-\?)')
            if not string match -q -- '-*' "$word"
                set candidates (string match -v -- '-*' $candidates)
            end
            set candidates (string match -re -- '^'(string escape --style=regex -- "$word") $candidates)
            if set -q candidates[1]
                printf '%s\n' $candidates
            else
                __fish_complete_path "$word"
            end
        end
        complete -c murmur -f -a '(__murmur_complete)'

        """;

    private const string PowerShell =
        """
        # Completion of murmur for PowerShell. In $PROFILE:
        #   murmur completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName murmur -ScriptBlock {
            param($word, $ast, $position)
            $line = "$ast".PadRight($position).Substring(0, $position) -replace '^\S+', 'murmur'
            $candidates = murmur "[suggest:$($line.Length)]" $line 2>$null | Where-Object { $_ -notmatch '^(/|-\?)' }
            if ($word -notlike '-*') { $candidates = $candidates | Where-Object { $_ -notlike '-*' } }
            $candidates | Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;
}
