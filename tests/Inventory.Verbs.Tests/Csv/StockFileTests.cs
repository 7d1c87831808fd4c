using Inventory.Contracts;

namespace Inventory.Verbs.Tests.Csv;

public sealed class StockFileTests
{
    [Fact]
    public void Lines_become_receipts_of_at_most_a_hundred()
    {
        var file = CsvText.Stock([.. Enumerable.Range(1, 201).Select(i => $"S{i},{i}")]);

        Assert.Equal([100, 100, 1], file.Receipts.Select(receipt => receipt.Lines.Count));
        Assert.All(file.Receipts, receipt => Assert.Equal(ReceiptReason.Purchase, receipt.Reason));
        Assert.Equal(new StockLine("S201", 201), file.Receipts[2].Lines[0]);
    }

    [Fact]
    public void The_same_content_gives_the_same_receipts_whatever_the_file_looks_like()
    {
        var one = CsvText.Stock("A,1", "B,2");
        var other = CsvText.Stock(CsvText.File("quantity,remark,sku,location", " 1 ,x,A,", "", "2,y,\"B\","));

        Assert.Equal(one.Receipts[0].ReceiptId, other.Receipts[0].ReceiptId);
        Assert.Equal(one.Receipts[0].ReceivedAt, other.Receipts[0].ReceivedAt);
        Assert.Equal(one.Receipts[0].Lines, other.Receipts[0].Lines);
    }

    [Fact]
    public void Another_content_gives_other_receipts()
    {
        string[] ids =
        [
            CsvText.Stock("A,1", "B,2").Receipts[0].ReceiptId,
            CsvText.Stock("A,1", "B,3").Receipts[0].ReceiptId,
            CsvText.Stock("B,2", "A,1").Receipts[0].ReceiptId,
            CsvText.Stock("A,1").Receipts[0].ReceiptId,
            CsvText.Stock(CsvText.File("sku,quantity,location", "A,1,north", "B,2,")).Receipts[0].ReceiptId,
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("A,-1", "Quantity is -1; it must be 1 to 1000000000")]
    [InlineData("A,many", "quantity 'many' is not a whole number")]
    [InlineData(",1", "Sku is missing")]
    [InlineData("A", "there are 1 fields where the header has 2")]
    public void A_bad_line_is_named_and_the_rest_goes_on(string line, string reason)
    {
        var file = CsvText.Stock("B,1", line, "C,1");

        Assert.Equal((3, reason), (Assert.Single(file.Problems).Line, file.Problems[0].Sentence));
        Assert.Equal(["B", "C"], file.Receipts[0].Lines.Select(received => received.Sku));
    }

    [Fact]
    public void A_file_of_nothing_but_a_header_receives_nothing() => Assert.Empty(CsvText.Stock().Receipts);
}
