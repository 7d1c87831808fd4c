using System.Text;
using System.Text.RegularExpressions;
using Inventory.FaultTests.Rig;
using Inventory.Testing.Workers;

namespace Inventory.FaultTests.Rows;

internal sealed partial class Row16 : FaultRow
{
    private static readonly TimeSpan s_watched = TimeSpan.FromSeconds(1.5);

    public override int Number => 16;

    public override string Sentence => "a proxy gives every reply of the script to another SKU's call, or garbles it, and nothing is acknowledged on the strength of it";

    public override async Task StrikeAsync(FaultRig rig, Random random)
    {
        var worker = rig.Workers[random.Next(rig.Workers.Count)];
        worker.Redis.AlterReply = random.Next(2) == 0 ? ForAnotherSku : Garbled;
        rig.History.Fault($"worker {rig.NumberOf(worker)} gets wrong replies from Redis");
        await Eventually.SeesAsync(worker.Process.ReadinessAsync, answer => !answer.IsReady && answer.Body.Contains("Redis answered", StringComparison.Ordinal));
        if (await GoesOnAcknowledgingAsync(worker, s_watched))
        {
            rig.History.Violate('F', $"worker {rig.NumberOf(worker)} acknowledges while every reply of Redis belongs to another call");
        }

        worker.Redis.AlterReply = null;
        rig.History.Fault("replies of Redis are right again");
    }

    private static byte[]? ForAnotherSku(byte[] reply) => Altered(reply, echo => echo.Groups[1].Value + (echo.Groups[2].Value == "A" ? "B" : "A"));

    private static byte[]? Garbled(byte[] reply) => Altered(reply, echo => echo.Groups[1].Value + "\u007F");

    private static byte[]? Altered(byte[] reply, MatchEvaluator alter)
    {
        var text = Encoding.Latin1.GetString(reply);
        var altered = Echo().Replace(text, alter);
        return altered == text ? null : Encoding.Latin1.GetBytes(altered);
    }

    /// <summary>The SKU in the key with which the reply of the script begins; a list of keys begins so, too, but goes on with keys.</summary>
    [GeneratedRegex(@"(\*\d+\r\n\$9\r\nstock:\{)([A-E])(?=\}\r\n\$\d+\r\n(?!stock:))")]
    private static partial Regex Echo();
}
