namespace Inventory.FaultTests.Checking;

/// <summary>A level as somebody saw it.</summary>
internal readonly record struct LevelState(long Version, long OnHand, long Committed, long Reserved, long Available)
{
    public override string ToString() => $"version {Version}: {OnHand} on hand, {Committed} committed, {Reserved} reserved, {Available} available";
}
