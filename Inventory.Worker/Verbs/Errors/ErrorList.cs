using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>Messages of one queue that failed for the same reason.</summary>
public sealed record ErrorGroup(string Queue, string Reason, int Count, DateTimeOffset? Oldest, DateTimeOffset? Newest);

/// <summary>What is in the error queues, as people read it, and as programs do.</summary>
public sealed class ErrorList(IReadOnlyList<ErrorMessage> messages, uint returning, DateTimeOffset now)
{
    private const int Named = 20;

    private readonly ErrorGroup[] _groups =
    [
        .. messages.GroupBy(message => (message.Queue, Kind: ReasonKind.Of(message.Reason)))
            .Select(group => new ErrorGroup(
                group.Key.Queue, group.Count() == 1 ? group.Single().Reason : group.Key.Kind, group.Count(), group.Min(one => one.At), group.Max(one => one.At)))
            .OrderBy(group => group.Queue, StringComparer.Ordinal).ThenByDescending(group => group.Count),
    ];

    public void WriteJson(TextWriter writer) => writer.WriteLine(JsonSerializer.Serialize(
        new { messages = messages.Count, groups = _groups, errors = messages, returning }, JsonSerializerOptions.Web));

    public void Write(IAnsiConsole console, bool isEverything)
    {
        if (messages.Count > 0)
        {
            WriteGroups(console);
            WriteMessages(console);
        }

        console.WriteLine((messages.Count, isEverything) switch
        {
            (0, true) => "The error queues are empty.",
            (0, false) => "No message in the error queues matches.",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"Messages in error queues: {messages.Count:N0}. 'errors show ID' prints one, 'errors replay' puts back, 'errors discard' throws away."),
        });
        if (returning > 0)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Messages that came back too often, and wait for a worker to put them back into their queue: {returning:N0}."));
        }
    }

    private void WriteGroups(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("queue", "messages", "oldest", "newest", "reason");
        table.Columns[1].RightAligned().NoWrap();
        foreach (var group in _groups)
        {
            table.AddRow(
                new Text(group.Queue), new Text(group.Count.ToString("N0", CultureInfo.InvariantCulture)),
                new Text(Age.Of(group.Oldest, now)), new Text(Age.Of(group.Newest, now)), new Text(group.Reason));
        }

        console.Write(table);
    }

    private void WriteMessages(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("id", "failed", "queue", "about", "message id");
        table.Columns[0].NoWrap();
        foreach (var message in messages.Take(Named))
        {
            table.AddRow(
                new Text(message.Id), new Text(Age.Of(message.At, now)), new Text(message.Queue),
                new Text(message.Subject ?? "-"), new Text(message.MessageId ?? "-"));
        }

        console.Write(table);
        if (messages.Count > Named)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {messages.Count - Named:N0} more; --reason, --id and --queue narrow it down, --json names all."));
        }
    }
}
