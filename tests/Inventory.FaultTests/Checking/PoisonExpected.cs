using Inventory.Testing.Spaces;

namespace Inventory.FaultTests.Checking;

/// <summary>Poison that a fault has put in. It may lie in its error queue more than once: moving it there is not atomic.</summary>
/// <param name="Queue">The queue that it was sent to.</param>
/// <param name="Text">What its body contains, and no other message's.</param>
/// <param name="Reason">What its reason tells.</param>
internal sealed record PoisonExpected(string Queue, string Text, string Reason)
{
    public bool Matches(PoisonMessage found) =>
        found.Body.Contains(Text, StringComparison.Ordinal) && found.Reason.Contains(Reason, StringComparison.Ordinal);
}
