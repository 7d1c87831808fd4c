using Inventory.Api.Hosting;

return await StartFailure.ReportAsync(async () =>
{
    await using var app = await ApiHost.BuildAsync(args);
    await app.RunAsync();
    return 0;
});
