using System.Text.Json;
using Inventory.Bench.Contestants;

namespace Inventory.Bench.Charts;

/// <summary>Draws results as SVG files: for every case its rates, costs and latencies, for every family of cases how they change.</summary>
internal static class ResultCharts
{
    /// <summary>Draws what runs have left in files; of two results of the same contestant and case, the one of the later file.</summary>
    public static async Task<int> DrawFilesAsync(IReadOnlyList<string> files, string folder)
    {
        var results = new Dictionary<(string Contestant, string Case), Result>();
        foreach (var file in files)
        {
            foreach (var result in JsonSerializer.Deserialize<Result[]>(await File.ReadAllTextAsync(file), Result.Json)!)
            {
                results[(result.Contestant, result.Case)] = result;
            }
        }

        Draw(results.Values, folder);
        return 0;
    }

    public static void Draw(IEnumerable<Result> results, string folder)
    {
        var ordered = results.OrderBy(result => Contestant.RankOf(result.Contestant)).ToArray();
        Directory.CreateDirectory(folder);
        foreach (var workload in Workload.All)
        {
            var ofCase = ordered.Where(result => result.Case == workload.Name).ToArray();
            SaveIfAny($"rate-{workload.Name}", ofCase, of => CaseCharts.Rates(workload, of));
            SaveIfAny($"cpu-{workload.Name}", [.. ofCase.Where(result => result.CpuSecondsPer1000.Count > 0)], of => CaseCharts.Costs(workload, of));
            SaveIfAny($"latency-{workload.Name}", [.. ofCase.Where(result => result.P50Milliseconds is not null)], of => CaseCharts.Latencies(workload, of));
        }

        foreach (var family in Family.All)
        {
            var ofFamily = family.Compared(ordered);
            SaveIfAny($"rate-by-{family.Name}", ofFamily, of => GrowthCharts.Rates(family, of));
            SaveIfAny($"cpu-by-{family.Name}", [.. ofFamily.Where(result => result.CpuSecondsPer1000.Count > 0)], of => GrowthCharts.Costs(family, of));
        }

        void SaveIfAny(string name, IReadOnlyList<Result> of, Func<IReadOnlyList<Result>, Figure> draw)
        {
            if (of.Count > 0)
            {
                draw(of).Save(Path.Combine(folder, $"{name}.svg"));
            }
        }
    }
}
