using Inventory.FaultTests.Checking;
using Inventory.FaultTests.Rig;
using Inventory.Testing.Spaces;

namespace Inventory.FaultTests.Rows;

internal sealed class Row24 : FaultRow
{
    private const int Later = 5;

    /// <summary>How often a message may be tried: a loop would try it hundreds of times a second.</summary>
    private const int MostTries = 5;

    public override int Number => 24;

    public override string Sentence => "the error queue is deleted while poison arrives: what comes afterwards is kept, and nothing spins";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var name = rig.Shop.NewName();
        var before = Refusals(rig);
        await SendAsync(rig, $"{name} before", isExpected: false);
        await Eventually.SeesAsync(
            () => rig.Space.Queues.PoisonAsync(QueueInspector.OrderErrors), poison => poison.Any(one => one.Body.Contains($"{name} before", StringComparison.Ordinal)));
        await rig.Space.Queues.DeleteAsync(QueueInspector.OrderErrors);
        rig.Shop.ForgetPoison(QueueInspector.Orders);
        rig.History.Fault($"{name}: the error queue of orders is deleted");
        for (var number = 0; number < Later; number++)
        {
            await SendAsync(rig, $"{name} after {number}", isExpected: true);
            await PauseAsync(random, 0, 0.3);
        }

        await Eventually.SeesAsync(
            () => rig.Space.Queues.PoisonAsync(QueueInspector.OrderErrors),
            poison => Enumerable.Range(0, Later).All(number => poison.Any(one => one.Body.Contains($"{name} after {number}", StringComparison.Ordinal))));
        var tries = await Eventually.SeesAsync(() => Refusals(rig) - before, tries => tries > Later);
        if (tries > (Later + 1) * MostTries)
        {
            rig.History.Violate('N', $"{Later + 1} poison messages were tried {tries} times");
        }
    }

    private static int Refusals(FaultRig rig) => rig.Workers.Sum(worker => worker.Process.LinesWith("goes to its error queue"));

    private static Task SendAsync(FaultRig rig, string id, bool isExpected)
    {
        var poison = $$"""{"orderId":"{{id}}","placedAt":"2026-01-02T12:00:00Z","lines":[]}""";
        return rig.Shop.SendPoisonAsync(poison, isExpected ? new PoisonExpected(QueueInspector.Orders, id, "Lines is missing or empty") : null);
    }
}
