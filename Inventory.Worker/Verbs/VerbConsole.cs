using Spectre.Console;

namespace Inventory.Worker.Verbs;

/// <summary>Standard output: with colours and live progress on a terminal, plain lines anywhere else.</summary>
public static class VerbConsole
{
    // Nothing is cut to fit where nobody says how wide the reader is.
    private const int WidthOfPlainOutput = 200;

    public static IAnsiConsole Create()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Create(new AnsiConsoleSettings());
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(Console.Out),
        });
        console.Profile.Width = WidthOfPlainOutput;
        return console;
    }
}
