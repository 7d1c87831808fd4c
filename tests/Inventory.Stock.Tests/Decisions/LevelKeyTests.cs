using Inventory.Stock.Decisions;

namespace Inventory.Stock.Tests.Decisions;

public sealed class LevelKeyTests
{
    [Fact]
    public void An_id_holds_both_parts_and_gives_them_back() => Assert.Equal(
        ("A-1:leeds", new LevelKey("A-1", "leeds")),
        (new LevelKey("A-1", "leeds").Id, LevelKey.Parse("A-1:leeds")));
}
