using System.Globalization;
using Inventory.Stock.Hosting;
using Inventory.Worker.Hosting;
using Spectre.Console;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>Does with messages of the error queues what it is told to.</summary>
public sealed class ErrorsVerb(ConnectionSettings connections, IAnsiConsole console, TimeProvider clock)
{
    /// <returns>Whether anything matched; a list that is empty is an answer, too.</returns>
    /// <exception cref="StartFailureException">It is not clear what is meant.</exception>
    public async Task<bool> RunAsync(ErrorsInput input, CancellationToken cancellationToken)
    {
        var action = Read(input.Action);
        var filter = new ErrorFilter(input);
        Check(action, input, filter);
        await using var queues = await ErrorQueues.OpenAsync(connections, clock, cancellationToken);
        return action switch
        {
            ErrorsAction.List => await ListAsync(queues, filter, input.JsonFlag, cancellationToken),
            ErrorsAction.Show => await ShowAsync(queues, filter, cancellationToken),
            ErrorsAction.Replay when !input.DryRunFlag => Told("put back", await queues.ReplayAsync(filter, cancellationToken)),
            ErrorsAction.Discard when !input.DryRunFlag => Told("discarded", await queues.DiscardAsync(filter, cancellationToken)),
            _ => await TryAsync(queues, filter, action, cancellationToken),
        };
    }

    // JasperFx would ask for capitals.
    private static ErrorsAction Read(string name) => Enum.GetValues<ErrorsAction>().Where(action => Name(action) == name).Cast<ErrorsAction?>().SingleOrDefault()
        ?? throw new StartFailureException($"errors: there is no '{name}'; there are {string.Join(", ", Enum.GetValues<ErrorsAction>().Select(Name))}.");

    private static string Name(ErrorsAction action) => action.ToString().ToLowerInvariant();

    private static void Check(ErrorsAction which, ErrorsInput input, ErrorFilter filter)
    {
        var changes = which is ErrorsAction.Replay or ErrorsAction.Discard;
        var action = Name(which);
        if (changes && filter.IsEverything && !input.AllFlag)
        {
            throw new StartFailureException($"errors {action}: name ids, or say --reason, --id, --queue or --all. 'errors list' shows what there is.");
        }

        if (!changes && (input.AllFlag || input.DryRunFlag))
        {
            throw new StartFailureException($"errors {action} changes nothing: --all and --dry-run are for replay and discard.");
        }

        if (input.JsonFlag && which is not ErrorsAction.List)
        {
            throw new StartFailureException($"errors {action}: --json is for list.");
        }

        if (which is ErrorsAction.Show && filter.IsEverything)
        {
            throw new StartFailureException("errors show needs an id. 'errors list' shows what there is.");
        }
    }

    private async Task<bool> ListAsync(ErrorQueues queues, ErrorFilter filter, bool asJson, CancellationToken cancellationToken)
    {
        var messages = await FindAsync(queues, filter, cancellationToken);
        var list = new ErrorList(messages, await queues.ReturningAsync(cancellationToken), clock.GetUtcNow());
        if (asJson)
        {
            list.WriteJson(console.Profile.Out.Writer);
        }
        else
        {
            list.Write(console, filter.IsEverything);
        }

        return filter.IsEverything || messages.Count > 0;
    }

    private async Task<bool> ShowAsync(ErrorQueues queues, ErrorFilter filter, CancellationToken cancellationToken)
    {
        // Only the first is kept, and the others counted: they may be many, and large.
        var found = 0;
        ErrorPage? page = null;
        await queues.LookAsync(
            filter,
            (message, delivery) =>
            {
                page ??= new ErrorPage(message, delivery, clock.GetUtcNow());
                found++;
            },
            cancellationToken);
        (page ?? throw NoMatch()).Write(console);
        if (found > 1)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found - 1:N0} more match; 'errors list' names them."));
        }

        return true;
    }

    private async Task<bool> TryAsync(ErrorQueues queues, ErrorFilter filter, ErrorsAction action, CancellationToken cancellationToken)
    {
        var messages = await FindAsync(queues, filter, cancellationToken);
        new ErrorList(messages, returning: 0, clock.GetUtcNow()).Write(console, filter.IsEverything);
        return Told(action is ErrorsAction.Replay ? "would be put back" : "would be discarded", messages.Count);
    }

    private bool Told(string done, int messages)
    {
        if (messages == 0)
        {
            throw NoMatch();
        }

        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{messages:N0} {(messages == 1 ? "message" : "messages")} {done}."));
        return true;
    }

    private static async Task<List<ErrorMessage>> FindAsync(ErrorQueues queues, ErrorFilter filter, CancellationToken cancellationToken)
    {
        var messages = new List<ErrorMessage>();
        await queues.LookAsync(filter, (message, _) => messages.Add(message), cancellationToken);
        return messages;
    }

    private static StartFailureException NoMatch() => new("No message in the error queues matches; 'errors list' shows what there is.");
}
