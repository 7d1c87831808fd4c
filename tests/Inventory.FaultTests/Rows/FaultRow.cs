using Inventory.FaultTests.Rig;
using Inventory.Testing;

namespace Inventory.FaultTests.Rows;

/// <summary>A row of the table of faults: how things go wrong, and how they are put right.</summary>
internal abstract class FaultRow
{
    /// <summary>Its number in the table.</summary>
    public abstract int Number { get; }

    /// <summary>What it does, in a sentence.</summary>
    public abstract string Sentence { get; }

    /// <summary>How many strikes show it.</summary>
    public virtual int Strikes => 2;

    /// <summary>Whether it is over soon enough for every run of the tests.</summary>
    public virtual bool IsShort => true;

    /// <summary>Why it cannot be shown here; null where it can.</summary>
    public virtual string? Obstacle => null;

    /// <summary>Whether it does to servers what cannot be undone, and brings its own.</summary>
    public virtual bool HasOwnServers => false;

    /// <summary>Starts them; null where those of the run will do.</summary>
    public virtual Task<ServerSource?> OwnServersAsync(ServerSource shared) => Task.FromResult<ServerSource?>(null);

    /// <summary>Does it once to the running service, and puts it right.</summary>
    public abstract Task StrikeAsync(FaultRig rig, Random random);

    protected static Task PauseAsync(Random random, double least, double most) =>
        Task.Delay(TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least))));
}
