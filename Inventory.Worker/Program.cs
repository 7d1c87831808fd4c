using Inventory.Worker.Hosting;
using JasperFx;

return await StartFailure.ReportAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddInventoryWorker();
    await using var app = builder.Build();
    app.MapWorkerHealth();
    if (args.Length > 0)
    {
        return await app.RunJasperFxCommands(args);
    }

    await app.Services.GetRequiredService<Preflight>().CheckAsync();
    await app.RunAsync();
    return 0;
});
