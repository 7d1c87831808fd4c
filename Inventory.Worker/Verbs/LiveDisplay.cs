using System.Globalization;
using Spectre.Console;

namespace Inventory.Worker.Verbs;

/// <summary>Shows how far some work is while it goes on: live bars on a terminal, else a plain line every few seconds.</summary>
public sealed class LiveDisplay(IAnsiConsole console, TimeProvider clock)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the work is done, or throws what it threw.</summary>
    public async Task ShowAsync(Task work, Func<IReadOnlyList<Bar>> read)
    {
        if (console.Profile.Capabilities is { Ansi: true, Interactive: true })
        {
            await ShowBarsAsync(work, read);
        }
        else
        {
            await ShowLinesAsync(work, read);
        }

        await work;
    }

    private Task ShowBarsAsync(Task work, Func<IReadOnlyList<Bar>> read) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
        .StartAsync(async progress =>
        {
            var tasks = new Dictionary<string, ProgressTask>();
            do
            {
                foreach (var bar in read())
                {
                    if (!tasks.TryGetValue(bar.Label, out var task))
                    {
                        tasks.Add(bar.Label, task = progress.AddTask(bar.Label));
                    }

                    task.MaxValue(Math.Max(1, bar.Total)).Value(bar.Done);
                    task.Description = Markup.Escape(Describe(bar));
                }
            }
            while (!await IsOverWithinAsync(work, Refresh));
        });

    private async Task ShowLinesAsync(Task work, Func<IReadOnlyList<Bar>> read)
    {
        while (!await IsOverWithinAsync(work, BetweenLines))
        {
            console.WriteLine(string.Join(" | ", read().Select(Describe)));
        }
    }

    private async Task<bool> IsOverWithinAsync(Task work, TimeSpan time)
    {
        await Task.WhenAny(work, Task.Delay(time, clock));
        return work.IsCompleted;
    }

    private static string Describe(Bar bar) =>
        string.Create(CultureInfo.InvariantCulture, $"{bar.Label} {bar.Done:N0} of {bar.Total:N0}{(bar.Note.Length > 0 ? ", " : "")}{bar.Note}");
}
