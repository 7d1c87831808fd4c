using System.Text.RegularExpressions;

namespace Inventory.Stock.Tests;

/// <summary>docs/guarantees.md gives a command for each promise, and these tests keep the commands true.</summary>
public sealed partial class GuaranteesPageTests
{
    private static readonly string[] s_rows =
        [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "guarantees.md")).Where(line => line.StartsWith('|')).Skip(2)];

    [Fact]
    public void Every_invariant_is_there() =>
        Assert.Equal("CLQNDMFEBO", string.Concat(s_rows.Select(row => row.Split('|')[1].Trim())));

    [Fact]
    public void Each_names_its_mechanism_its_limit_and_a_command_that_runs_tests_that_there_are() => Assert.All(s_rows, row =>
    {
        var cells = row.Split('|');
        Assert.Equal(7, cells.Length);
        Assert.All(cells[2..6], cell => Assert.NotEmpty(cell.Trim()));
        var classes = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(path => $".{Path.GetFileNameWithoutExtension(path)}");
        Assert.Contains(classes, name => name.EndsWith(Command().Match(cells[4]).Groups["class"].Value, StringComparison.Ordinal));
    });

    [GeneratedRegex(@"`\./inventory test -- -class '\*(?<class>\.?\w+)'`")]
    private static partial Regex Command();
}
