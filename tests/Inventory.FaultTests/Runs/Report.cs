using Inventory.FaultTests.Checking;
using Inventory.FaultTests.Rig;

namespace Inventory.FaultTests.Runs;

/// <summary>What a person needs who has to find out: the command that repeats it, what was done, what was seen.</summary>
internal static class Report
{
    private const int Most = 12;

    public static string Of(FaultRig rig, string command, Exception? failure)
    {
        var violations = rig.History.Violations;
        return $"""
            Repeat it with: {command}
            {violations.Count} violations{(violations.Count > Most ? $", the first {Most} of them" : "")}:
            {Lines(violations.Take(Most))}
            {(failure is null ? "" : $"It ended early: {failure}\n")}What was done:
            {Lines(rig.History.Faults.TakeLast(30))}
            What the workers said last:
            {Lines(rig.Workers.Select((worker, number) => $"[{number}] {worker.LastWords}"))}
            """;
    }

    private static string Lines(IEnumerable<object> lines) => string.Join('\n', lines);
}
