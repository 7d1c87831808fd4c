using JasperFx.CommandLine;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>What to do with messages of the error queues.</summary>
public enum ErrorsAction
{
    /// <summary>Count them by queue and reason, and name them.</summary>
    List,

    /// <summary>Print one of them whole.</summary>
    Show,

    /// <summary>Put them back into the queue that they came from.</summary>
    Replay,

    /// <summary>Throw them away.</summary>
    Discard,
}

public sealed class ErrorsInput
{
    [Description("list: count them by queue and reason, and name them; show: print one whole; replay: put them back into their queue; discard: throw them away")]
    public string Action { get; set; } = "list";

    [Description("Only these, by the ids that list shows")]
    public IEnumerable<string> Ids { get; set; } = [];

    [Description("Only those whose reason contains this text, in any case")]
    public string? ReasonFlag { get; set; }

    [Description("Only those with this message id, or this id of an order, receipt, reservation ... in their body")]
    public string? IdFlag { get; set; }

    [Description("Only those of this queue, such as inventory-order-placed")]
    public string? QueueFlag { get; set; }

    [Description("replay, discard: really all of them")]
    public bool AllFlag { get; set; }

    [Description("replay, discard: say what would be done, and do nothing")]
    public bool DryRunFlag { get; set; }

    [Description("list: write everything as JSON")]
    public bool JsonFlag { get; set; }
}

[Description("Look into the error queues, and put messages back or throw them away. Exit code 1 if nothing matches", Name = "errors")]
public sealed class ErrorsCommand : JasperFxAsyncCommand<ErrorsInput>
{
    public ErrorsCommand()
    {
        Usage("list, or what the options select").Arguments(input => input.Action);
        Usage("some, by id").Arguments(input => input.Action, input => input.Ids);
    }

    public override Task<bool> Execute(ErrorsInput input) => Verb.RunAsync<ErrorsVerb>((verb, stop) => verb.RunAsync(input, stop));
}
