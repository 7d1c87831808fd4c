using System.Collections.Immutable;

namespace Inventory.Stock.Decisions;

/// <summary>What is already recorded of an operation.</summary>
/// <param name="Fingerprint">Hash of the payload that it was decided with.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="CommitId">The database commit that changed levels for it; null where it changed none.</param>
public sealed record RecordedOperation(Fingerprint Fingerprint, Outcome Outcome, Guid? CommitId);

/// <summary>What becomes of one command of a group.</summary>
public abstract record Verdict(StockCommand Command)
{
    /// <summary>New: to be recorded.</summary>
    public sealed record Applied(StockCommand Command, Fingerprint Fingerprint, Decision Decision, Guid? CommitId) : Verdict(Command);

    /// <summary>Known, with the same payload: the stored outcome again.</summary>
    public sealed record Repeated(StockCommand Command, Outcome Outcome, Guid? CommitId) : Verdict(Command);

    /// <summary>Known, with another payload: the first stands, this one is poison.</summary>
    public sealed record Contradicted(StockCommand Command) : Verdict(Command);
}

/// <summary>Decides a group of commands in arrival order, each on the state that the ones before it left behind.</summary>
public static class GroupDecider
{
    /// <param name="commands">The group, in arrival order.</param>
    /// <param name="state">What is locked for it. Holds the state after the group when this returns.</param>
    /// <param name="now">The time of recording.</param>
    public static ImmutableArray<Verdict> Decide(IReadOnlyList<StockCommand> commands, StockState state, DateTimeOffset now)
    {
        var known = new Dictionary<OperationId, RecordedOperation>(state.Operations);
        Guid? commitId = null;
        return [.. commands.Select(DecideOne)];

        Verdict DecideOne(StockCommand command)
        {
            var fingerprint = Fingerprint.Of(command);
            if (known.TryGetValue(command.OperationId, out var recorded))
            {
                return recorded.Fingerprint == fingerprint
                    ? new Verdict.Repeated(command, recorded.Outcome, recorded.CommitId)
                    : new Verdict.Contradicted(command);
            }

            var decision = StockDecider.Decide(command, state, now);
            state.Apply(decision);

            // An operation moves levels in one commit only, so the first one that does names the commit. So does the time: what a
            // PostgreSQL loses is done again in another commit, which must not be reported under the id of the lost one.
            var commit = decision.Movements.IsEmpty ? (Guid?)null : commitId ??= DerivedId.From("commit", $"{command.OperationId}/{now:O}");
            known.Add(command.OperationId, new RecordedOperation(fingerprint, decision.Outcome, commit));
            return new Verdict.Applied(command, fingerprint, decision, commit);
        }
    }
}
