using JasperFx.CommandLine;

namespace Inventory.Worker.Verbs.Publishing;

public sealed class ImportStockInput
{
    [Description("CSV file with a header: sku, quantity and, if wanted, location")]
    public string File { get; set; } = "";

    [Description("What the file calls its columns: sku=StockCode,quantity=Quantity")]
    public string? MapFlag { get; set; }

    [Description("Return when everything is published, without waiting until it is settled")]
    public bool NoWaitFlag { get; set; }
}

[Description("Publish the stock of a file as goods received. The same file again changes nothing", Name = "import-stock")]
public sealed class ImportStockCommand : JasperFxAsyncCommand<ImportStockInput>
{
    public override Task<bool> Execute(ImportStockInput input) =>
        Verb.RunAsync<ImportStockVerb>((verb, stop) => verb.RunAsync(input, stop));
}
