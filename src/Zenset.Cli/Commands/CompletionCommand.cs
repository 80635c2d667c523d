using System.CommandLine;

namespace Zenset.Cli.Commands;

/// <summary><c>zenset completion</c>: a script that teaches a shell the grammar.</summary>
internal sealed class CompletionCommand : ZensetCommand
{
    private readonly Argument<string> _shell = new("SHELL") { HelpName = "bash|zsh|fish", Description = "The shell." };

    public CompletionCommand() : base("completion", "Write a script that completes zenset's verbs, options and datasets in a shell.")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Arguments.Add(_shell);
    }

    public override string Grammar => "bash|zsh|fish";

    public override IReadOnlyList<Example> Examples =>
    [
        new("eval \"$(zenset completion bash)\"", "in ~/.bashrc"),
        new("eval \"$(zenset completion zsh)\"", "in ~/.zshrc, after compinit"),
        new("zenset completion fish > ~/.config/fish/completions/zenset.fish", "once"),
    ];

    // Each asks `zenset "[suggest:POSITION]" "LINE"`, which answers one word a line, and falls back to file names.
    private const string Bash = """
        _zenset() {
            local words line=${COMP_LINE:0:$COMP_POINT}
            mapfile -t words < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
            mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o bashdefault -o default -F _zenset zenset
        """;

    private const string Zsh = """
        #compdef zenset
        _zenset() {
            local -a words_found
            words_found=("${(@f)$(${words[1]} "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            [[ -n ${words_found[1]} ]] && compadd -- $words_found
            _files
        }
        compdef _zenset zenset
        """;

    private const string Fish = """
        complete -c zenset -a '(set -l line (commandline -cp); zenset "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """;

    public override Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        session.Terminal.Out.WriteLine(session.Get(_shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        });
        return Task.FromResult(0);
    }
}
