using JasperFx.CommandLine;

namespace Inventory.Worker.Verbs.Publishing;

public sealed class PublishOrdersInput
{
    [Description("CSV file with a header: order_id, placed_at, sku, quantity and, if wanted, location. Times without a zone are UTC")]
    public string File { get; set; } = "";

    [Description("What the file calls its columns: order_id=InvoiceNo,sku=StockCode,quantity=Quantity,placed_at=InvoiceDate")]
    public string? MapFlag { get; set; }

    [Description("Orders whose id begins so are returns: goods that come back")]
    public string? ReturnPrefixFlag { get; set; }

    [Description("Negative lines of all other ids are write-offs, which adjust on hand; without this they are named and left out")]
    public bool WriteOffsFlag { get; set; }

    [Description("Then ship the orders that have got their stock, whole, at the time they were placed")]
    public bool ShipFlag { get; set; }

    [Description("Return when everything is published, without waiting until it is settled")]
    public bool NoWaitFlag { get; set; }
}

[Description("Publish the orders of a file. The same file again changes nothing", Name = "publish-orders")]
public sealed class PublishOrdersCommand : JasperFxAsyncCommand<PublishOrdersInput>
{
    public override Task<bool> Execute(PublishOrdersInput input) =>
        Verb.RunAsync<PublishOrdersVerb>((verb, stop) => verb.RunAsync(input, stop));
}
