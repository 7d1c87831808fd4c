using Inventory.FaultTests.Rig;
using Inventory.Testing.Workers;

namespace Inventory.FaultTests.Rows;

internal sealed class Row23 : FaultRow
{
    public override int Number => 23;

    public override string Sentence => "Redis has no memory left: nothing is acknowledged until it has";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        await rig.Space.Hashes.Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "1mb");
        rig.History.Fault("Redis is out of memory");
        foreach (var worker in rig.Workers)
        {
            await Eventually.SeesAsync(worker.Process.ReadinessAsync, answer => !answer.IsReady && answer.Body.Contains("OOM", StringComparison.Ordinal));
        }

        var watched = TimeSpan.FromSeconds(1 + (2 * random.NextDouble()));
        await Task.WhenAll(rig.Workers.Select(async worker =>
        {
            if (await GoesOnAcknowledgingAsync(worker, watched))
            {
                rig.History.Violate('F', $"worker {rig.NumberOf(worker)} acknowledges while Redis takes no writes");
            }
        }));

        await rig.Space.Hashes.Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        rig.History.Fault("Redis has memory again");
    }
}
