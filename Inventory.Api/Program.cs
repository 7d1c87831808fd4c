using Inventory.Api.Hosting;
using Inventory.Stock.Hosting;

return await StartFailure.ReportAsync(ApiOptions.Section, async () =>
{
    await using var app = await ApiHost.BuildAsync(args);
    await app.RunAsync();
    return 0;
});
