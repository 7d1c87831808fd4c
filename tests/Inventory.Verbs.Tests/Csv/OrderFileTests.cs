using System.Text;
using Inventory.Contracts;
using Inventory.Worker.Verbs.Csv;

namespace Inventory.Verbs.Tests.Csv;

public sealed class OrderFileTests
{
    [Fact]
    public void Lines_of_one_order_are_collected_over_the_whole_file_in_order_of_first_appearance()
    {
        var file = CsvText.Orders("o2,2026-01-02,A,1", "o1,2026-01-01,A,2", "o2,2026-01-03,B,3");

        Assert.Equal(["o2", "o1"], file.Orders.Select(order => order.OrderId));
        Assert.Equal([new StockLine("A", 1), new StockLine("B", 3)], file.Orders[0].Lines);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), file.Orders[0].PlacedAt);
        Assert.Empty(file.Problems);
    }

    [Fact]
    public void Spaces_around_fields_are_trimmed_and_a_location_is_kept()
    {
        var file = CsvText.Orders(CsvText.File("order_id,placed_at,sku,quantity,location", " o1 , 2026-01-02 , A , 1 , north ", "o1,2026-01-02,B,1,"));

        Assert.Equal([new StockLine("A", 1, "north"), new StockLine("B", 1)], Assert.Single(file.Orders).Lines);
    }

    [Theory]
    [InlineData("o1,2026-01-02,A,abc", "quantity 'abc' is not a whole number")]
    [InlineData("o1,2026-01-02,A,0", "Quantity is 0; it must be 1 to 1000000000")]
    [InlineData("o1,2026-01-02,A,1000000001", "Quantity is 1000000001; it must be 1 to 1000000000")]
    [InlineData("o1,2026-01-02,,1", "Sku is missing")]
    [InlineData("o1,2026-01-02,A:B,1", "Sku 'A:B' contains one of { } :")]
    [InlineData("o1,soon,A,1", "placed_at 'soon' is not a time such as 2010-12-01 08:26:00 or 2010-12-01T08:26:00Z")]
    [InlineData("o1,2026-01-02,A", "there are 3 fields where the header has 4")]
    [InlineData("o1,2026-01-02,\"A,1", "the quotes do not pair up")]
    public void A_bad_line_is_named_with_its_number_and_the_other_orders_go_on(string line, string reason)
    {
        var file = CsvText.Orders("o0,2026-01-02,A,1", line, "o2,2026-01-02,A,1");

        Assert.Equal(["o0", "o2"], file.Orders.Select(order => order.OrderId));
        Assert.Equal(new LineProblem(3, $"{reason}; order o1 is left out", ProblemKind.Error), Assert.Single(file.Problems));
        Assert.Equal(1, file.LeftOut);
    }

    [Fact]
    public void A_line_without_an_order_id_is_named() => Assert.Equal(
        new LineProblem(2, "OrderId is missing", ProblemKind.Error),
        Assert.Single(CsvText.Orders(",2026-01-02,A,1").Problems));

    [Fact]
    public void A_field_that_is_not_utf8_is_named()
    {
        var file = CsvText.Orders(CsvText.FileOf(Encoding.Latin1.GetBytes("order_id,placed_at,sku,quantity\no1,2026-01-02,Käse,1")));

        Assert.Equal("a field is not UTF-8 text; order o1 is left out", Assert.Single(file.Problems).Sentence);
    }

    [Fact]
    public void An_order_with_a_bad_line_is_left_out_whole_so_that_it_can_be_published_once_the_line_is_mended()
    {
        Assert.Empty(CsvText.Orders("o1,2026-01-02,A,1", "o1,2026-01-02,B,x", "o1,2026-01-02,C,1").Orders);
        Assert.Equal(3, Assert.Single(CsvText.Orders("o1,2026-01-02,A,1", "o1,2026-01-02,B,2", "o1,2026-01-02,C,1").Orders).Lines.Count);
    }

    [Fact]
    public void A_negative_line_is_named_with_the_ways_to_take_it_and_left_out_and_the_order_goes_on()
    {
        var file = CsvText.Orders("o1,2026-01-02,A,1", "o1,2026-01-02,B,-2");

        Assert.Equal([new StockLine("A", 1)], Assert.Single(file.Orders).Lines);
        Assert.Empty(file.WriteOffs);
        Assert.Equal(
            new LineProblem(
                3,
                "order o1 has a negative quantity, -2, which is no order; the line is left out, "
                    + "unless --write-offs takes it as an adjustment or --return-prefix the id as a return",
                ProblemKind.Negative),
            Assert.Single(file.Problems));
    }

    [Fact]
    public void Negative_lines_are_written_off_level_by_level_where_that_is_asked_for()
    {
        var file = WithWriteOffs("o1,2026-01-02,A,-1,", "o1,2026-01-03,B,-2,north", "o1,2026-01-04,A,-3,default", "o2,2026-01-05,A,-4,");

        Assert.Equal(
            [
                new StockAdjusted("o1:A:default", new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), "A", -4, "write-off"),
                new StockAdjusted("o1:B:north", new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero), "B", -2, "write-off", "north"),
                new StockAdjusted("o2:A:default", new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero), "A", -4, "write-off"),
            ],
            file.WriteOffs);
        Assert.Empty(file.Orders);
        Assert.Empty(file.Problems);
        Assert.Equal(0, file.LeftOut);
    }

    [Fact]
    public void An_order_is_the_same_whether_its_negative_lines_are_written_off_or_left_out()
    {
        string[] lines = ["o1,2026-01-01,A,-1,", "o1,2026-01-02,A,3,", "o1,2026-01-03,B,4,"];

        var (with, without) = (WithWriteOffs(lines), CsvText.Orders(CsvText.File([HeaderWithLocation, .. lines])));

        Assert.Equal(-1, Assert.Single(with.WriteOffs).Delta);
        Assert.Equal([new StockLine("A", 3), new StockLine("B", 4)], Assert.Single(with.Orders).Lines);
        Assert.Equivalent(without.Orders, with.Orders, strict: true);
    }

    [Theory]
    [InlineData("o1,2026-01-02,B,x,", "quantity 'x' is not a whole number")]
    [InlineData("o1,2026-01-02,A:B,-1,", "Sku 'A:B' contains one of { } :")]
    [InlineData("o1,2026-01-02,A,-1000000000,", "Delta is -1000000001; it must be -1000000000 to 1000000000")]
    [InlineData("o1,2026-01-02,A,-9223372036854775808,", "Quantity is 9223372036854775807; it must be 1 to 1000000000")]
    public void What_is_written_off_under_an_id_with_a_bad_line_is_left_out_with_it(string line, string reason)
    {
        var file = WithWriteOffs("o1,2026-01-02,A,-1,", line, "o2,2026-01-02,A,-1,");

        Assert.Equal("o2:A:default", Assert.Single(file.WriteOffs).AdjustmentId);
        Assert.Equal(new LineProblem(3, $"{reason}; order o1 is left out", ProblemKind.Error), Assert.Single(file.Problems));
        Assert.Equal(1, file.LeftOut);
    }

    [Fact]
    public void A_return_writes_nothing_off()
    {
        var file = CsvText.Orders(
            CsvText.File("order_id,placed_at,sku,quantity", "C1,2026-01-02,A,-2", "1,2026-01-02,A,-3"), returnPrefix: "C", takesWriteOffs: true);

        Assert.Equal(2, Assert.Single(Assert.Single(file.Returns).Lines).Quantity);
        Assert.Equal(-3, Assert.Single(file.WriteOffs).Delta);
    }

    [Fact]
    public void An_order_without_a_line_left_is_named_and_left_out()
    {
        var file = CsvText.Orders("o1,2026-01-02,A,-1", "o2,2026-01-02,A,1");

        Assert.Equal("o2", Assert.Single(file.Orders).OrderId);
        Assert.Equal([ProblemKind.Negative, ProblemKind.EmptyOrder], file.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void Ids_with_the_return_prefix_are_goods_that_come_back()
    {
        var file = CsvText.Orders(
            CsvText.File("order_id,placed_at,sku,quantity", "C1,2026-01-02,A,-2", "C1,2026-01-02,B,3", "c2,2026-01-02,A,1"), returnPrefix: "C");

        var back = Assert.Single(file.Returns);
        Assert.Equal(("C1", ReceiptReason.Return), (back.ReceiptId, back.Reason));
        Assert.Equal([new StockLine("A", 2), new StockLine("B", 3)], back.Lines);
        Assert.Equal("c2", Assert.Single(file.Orders).OrderId);
    }

    [Fact]
    public void The_smallest_number_there_is_does_no_harm_in_a_return() =>
        Assert.Single(CsvText.Orders(CsvText.File("order_id,placed_at,sku,quantity", $"C1,2026-01-02,A,{long.MinValue}"), returnPrefix: "C").Problems);

    [Fact]
    public void An_order_with_more_lines_than_the_contract_allows_is_named_and_left_out()
    {
        var file = CsvText.Orders([.. Enumerable.Repeat("o1,2026-01-02,A,1", 2_001), .. Enumerable.Repeat("o2,2026-01-02,A,1", 2_000)]);

        Assert.Equal("o2", Assert.Single(file.Orders).OrderId);
        Assert.Equal(new LineProblem(2, "order o1 is left out: it has 2001 lines; at most 2000 are allowed", ProblemKind.Error), Assert.Single(file.Problems));
    }

    private const string HeaderWithLocation = "order_id,placed_at,sku,quantity,location";

    private static OrderFile WithWriteOffs(params string[] lines) =>
        CsvText.Orders(CsvText.File([HeaderWithLocation, .. lines]), takesWriteOffs: true);
}
