using Inventory.Stock.Hosting;
using Inventory.Worker.Hosting;
using JasperFx.CommandLine;
using JasperFx.CommandLine.Help;
using Spectre.Console;

namespace Inventory.Worker.Verbs;

/// <summary>
/// Runs the verb that a command line names. The verbs are JasperFx commands and JasperFx reads their arguments, but without
/// its runner: that writes to standard output before a verb does, answers a mistyped option with a page and a failure with a
/// stack trace, and needs the whole host configured to show help.
/// </summary>
public static class VerbLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var factory = new CommandFactory();
        factory.RegisterCommands(typeof(VerbLine).Assembly);
        var words = arguments.SelectMany(SplitOption).ToArray();
        if (IsHelp(words[0]) || words.Any(word => word is "-h" or "--help"))
        {
            return await ShowHelpAsync(factory, words.FirstOrDefault(word => !IsHelp(word)));
        }

        var name = words[0].ToLowerInvariant();
        if (!factory.AllCommandTypes().Any(type => CommandFactory.CommandNameFor(type) == name))
        {
            var names = factory.AllCommandTypes().Select(CommandFactory.CommandNameFor).Order();
            throw new StartFailureException($"There is no verb '{words[0]}'; there are {string.Join(", ", names)}.");
        }

        var command = factory.Build(name);
        return await command.Execute(Read(command.Usages, words[1..])) ? 0 : 1;
    }

    private static async Task<int> ShowHelpAsync(CommandFactory factory, string? verb)
    {
        AnsiConsole.Console = VerbConsole.Create();
        var help = factory.BuildRun(verb is null ? ["help"] : ["help", verb]);
        ((HelpInput)help.Input).AppName = "inventory";
        await help.Execute();
        return 0;
    }

    private static object Read(UsageGraph usages, string[] words)
    {
        try
        {
            return usages.BuildInput(new Queue<string>(words), new ActivatorCommandCreator());
        }
        catch (InvalidUsageException misuse)
        {
            var usage = string.Join(" ", usages.Arguments.Select(argument => $"<{argument.MemberName.ToLowerInvariant()}>"));
            var reason = misuse.Message.Replace("Unknown argument or flag for value", "it does not take", StringComparison.Ordinal).TrimEnd('.');
            throw new StartFailureException(
                reason.Contains(' ', StringComparison.Ordinal)
                    ? $"{usages.CommandName}: {reason}. 'help {usages.CommandName}' says what there is."
                    : $"{usages.CommandName} needs {usage}. 'help {usages.CommandName}' says more.",
                misuse);
        }
        catch (FormatException malformed)
        {
            throw new StartFailureException($"{usages.CommandName}: {malformed.Message}", malformed);
        }
    }

    private static bool IsHelp(string word) => word is "help" or "?" or "-h" or "--help";

    private static string[] SplitOption(string word) => word.StartsWith("--", StringComparison.Ordinal) ? word.Split('=', 2) : [word];
}
