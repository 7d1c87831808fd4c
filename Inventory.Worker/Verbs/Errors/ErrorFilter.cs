using Inventory.Stock.Hosting;
using Inventory.Worker.Messaging;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>Which messages are meant: those that satisfy everything that was said.</summary>
public sealed class ErrorFilter
{
    private readonly HashSet<string> _ids;
    private readonly string? _reason;
    private readonly string? _id;

    /// <exception cref="StartFailureException">There is no such queue.</exception>
    public ErrorFilter(ErrorsInput input)
    {
        _ids = [.. input.Ids];
        (_reason, _id) = (input.ReasonFlag, input.IdFlag);
        Queues = input.QueueFlag is { } queue ? [Known(queue)] : ServiceQueues.Intake;
        IsEverything = _ids.Count == 0 && _reason is null && _id is null && input.QueueFlag is null;
    }

    /// <summary>The queues whose error queues are looked into.</summary>
    public IReadOnlyList<string> Queues { get; }

    public bool IsEverything { get; }

    public bool Matches(ErrorMessage message) =>
        (_ids.Count == 0 || _ids.Contains(message.Id))
        && (_reason is null || message.Reason.Contains(_reason, StringComparison.OrdinalIgnoreCase))
        && (_id is null || message.MessageId == _id || message.Subject?.Split(' ', 2)[1] == _id);

    // Whoever copies the name of an error queue means it.
    private static string Known(string name)
    {
        var queue = name.EndsWith(ServiceQueues.ErrorSuffix, StringComparison.Ordinal) ? name[..^ServiceQueues.ErrorSuffix.Length] : name;
        return ServiceQueues.Intake.Contains(queue)
            ? queue
            : throw new StartFailureException($"There is no queue '{name}'; there are {string.Join(", ", ServiceQueues.Intake)}.");
    }
}
