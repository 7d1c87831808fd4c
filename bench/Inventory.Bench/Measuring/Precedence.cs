using System.Globalization;

namespace Inventory.Bench.Measuring;

/// <summary>
/// Sessions of processes that let others go first, until it is disposed. Where the kernel shares cores out by session, a session's niceness is what counts;
/// that of a process counts within its own session only.
/// </summary>
internal sealed class Precedence : IDisposable
{
    /// <summary>Of a core that both want, such a session gets a ninth of what another gets.</summary>
    public const int GivingWay = 10;

    private readonly int[] _processes;

    /// <param name="processes">With their children, which may have sessions of their own, as PostgreSQL's have.</param>
    public Precedence(IEnumerable<int> processes)
    {
        _processes = [.. processes];
        SetNiceness(GivingWay);
    }

    /// <summary>Whether the kernel shares cores out by session, and lets us take a niceness back.</summary>
    public static bool CanBeGiven =>
        Environment.IsPrivilegedProcess && File.Exists("/proc/sys/kernel/sched_autogroup_enabled") && File.ReadAllText("/proc/sys/kernel/sched_autogroup_enabled").Trim() == "1";

    public void Dispose() => SetNiceness(0);

    private void SetNiceness(int niceness)
    {
        foreach (var id in _processes.SelectMany(id => ChildrenOf(id).Prepend(id)))
        {
            try
            {
                File.WriteAllText($"/proc/{id}/autogroup", niceness.ToString(CultureInfo.InvariantCulture));
            }
            catch (IOException) when (!Directory.Exists($"/proc/{id}"))
            {
                // A child that has gone meanwhile.
            }
        }
    }

    private static IEnumerable<int> ChildrenOf(int id) =>
        File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture));
}
