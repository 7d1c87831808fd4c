using System.Text.Json;
using Inventory.Stock.Validation;
using Inventory.Worker.Verbs.Demo;

namespace Inventory.Verbs.Tests.Demo;

public sealed class DemoPlanTests
{
    private static readonly DemoPlan Plan = new(5_000, 2_000, Seed: 1, "run", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void The_same_numbers_and_the_same_run_give_the_same_messages() =>
        Assert.Equal(JsonSerializer.Serialize(Plan.OrderStream()), JsonSerializer.Serialize((Plan with { }).OrderStream()));

    [Fact]
    public void Another_seed_gives_other_baskets() =>
        Assert.NotEqual(JsonSerializer.Serialize(Plan.OrderStream()), JsonSerializer.Serialize((Plan with { Seed = 2 }).OrderStream()));

    [Fact]
    public void Another_run_shares_no_id_with_the_first()
    {
        Assert.Empty(Ids(Plan).Intersect(Ids(Plan with { Run = "another" })));

        static IEnumerable<string> Ids(DemoPlan plan) => plan.OrderStream().Select(order => order.OrderId)
            .Concat(plan.OpeningStock().Select(receipt => receipt.ReceiptId))
            .Concat(Enumerable.Range(1, plan.Orders).Select(plan.ReturnAfter).OfType<Contracts.StockReceived>().Select(back => back.ReceiptId));
    }

    [Fact]
    public void Every_message_keeps_the_contract()
    {
        Assert.All(Plan.OpeningStock(), receipt => Assert.Empty(MessageValidator.Validate(receipt).Errors));
        Assert.All(Plan.OrderStream(), order => Assert.Empty(MessageValidator.Validate(order).Errors));
    }

    [Fact]
    public void Every_SKU_is_stocked() =>
        Assert.Equal(Enumerable.Range(1, Plan.Skus).Select(DemoPlan.Sku), Plan.OpeningStock().SelectMany(receipt => receipt.Lines).Select(line => line.Sku));

    [Fact]
    public void The_ten_hottest_SKUs_make_a_third_of_all_lines_and_half_of_the_SKUs_less_than_a_tenth()
    {
        var lines = Plan.OrderStream().SelectMany(order => order.Lines).CountBy(line => line.Sku).Select(sku => sku.Value).OrderDescending().ToArray();

        Assert.InRange(lines.Take(10).Sum() / (double)lines.Sum(), 0.30, 0.42);
        Assert.InRange(lines.Skip(Plan.Skus / 2).Sum() / (double)lines.Sum(), 0.01, 0.10);
    }

    [Fact]
    public void Baskets_hold_1_to_100_lines_with_a_median_of_2_and_a_long_tail()
    {
        var sizes = Plan.OrderStream().Select(order => order.Lines.Count).Order().ToArray();

        Assert.Equal((1, 2, 100), (sizes[0], sizes[sizes.Length / 2], sizes[^1]));
        Assert.InRange(sizes.Average(), 5, 8);
    }

    [Fact]
    public void Some_orders_name_a_SKU_that_nobody_stocks()
    {
        var stocked = Plan.OpeningStock().SelectMany(receipt => receipt.Lines).Select(line => line.Sku).ToHashSet();

        var unknown = Plan.OrderStream().Count(order => order.Lines.Any(line => !stocked.Contains(line.Sku)));

        Assert.InRange(unknown, 10, 50);
    }

    [Fact]
    public void A_few_hot_SKUs_run_out_and_the_rest_do_not()
    {
        var stock = Plan.OpeningStock().SelectMany(receipt => receipt.Lines).ToDictionary(line => line.Sku, line => line.Quantity);
        var demand = Plan.OrderStream().SelectMany(order => order.Lines).GroupBy(line => line.Sku).ToDictionary(sku => sku.Key, sku => sku.Sum(line => line.Quantity));

        var scarce = stock.Where(sku => demand.GetValueOrDefault(sku.Key) > sku.Value).Select(sku => sku.Key);

        Assert.Equal([DemoPlan.Sku(2), DemoPlan.Sku(5), DemoPlan.Sku(9)], scarce.Order());
    }

    [Fact]
    public void One_order_in_a_hundred_is_followed_by_a_return() =>
        Assert.Equal(Plan.Returns, Enumerable.Range(1, Plan.Orders).Count(number => Plan.ReturnAfter(number) is not null));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 99_999)]
    [InlineData(150, 3)]
    public void Small_and_large_numbers_make_a_demo_too(int orders, int skus)
    {
        var plan = Plan with { Orders = orders, Skus = skus };

        Assert.Equal(orders, plan.OrderStream().Count());
        Assert.Equal(skus, plan.OpeningStock().Sum(receipt => receipt.Lines.Count));
    }
}
