using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Inventory.Api.Tests.Setup;

namespace Inventory.Api.Tests.Documentation;

public sealed partial class ApiDocumentTests(StockSpace space) : IClassFixture<StockSpace>
{
    [Theory]
    [InlineData("/stock/{sku}", "200", "application/json")]
    [InlineData("/stock/{sku}", "400", "application/problem+json")]
    [InlineData("/stock/{sku}", "404", "application/problem+json")]
    [InlineData("/stock/{sku}", "503", "application/problem+json")]
    [InlineData("/stock", "200", "application/json")]
    [InlineData("/stock", "400", "application/problem+json")]
    [InlineData("/stock", "503", "application/problem+json")]
    public async Task Every_answer_has_an_example(string path, string status, string contentType)
    {
        var content = (await DocumentAsync())["paths"]![path]!["get"]!["responses"]![status]!["content"]![contentType]!;

        Assert.NotNull(content["schema"]);
        Assert.NotEmpty(content["example"]!.AsObject());
    }

    [Fact]
    public async Task Every_parameter_has_a_description_and_an_example()
    {
        var paths = (await DocumentAsync())["paths"]!;
        JsonNode[] parameters = [.. paths["/stock/{sku}"]!["get"]!["parameters"]!.AsArray()!, .. paths["/stock"]!["get"]!["parameters"]!.AsArray()!];

        Assert.Equal(["sku", "location", "minVersion", "sku"], parameters.Select(parameter => (string)parameter["name"]!));
        Assert.All(parameters, parameter => Assert.NotNull(parameter["description"]));
        Assert.All(parameters, parameter => Assert.NotNull(parameter["example"]));
    }

    [Fact]
    public async Task Counters_are_integers()
    {
        var level = (await DocumentAsync())["components"]!["schemas"]!["LevelReading"]!["properties"]!;

        Assert.Equal("integer", (string?)level["version"]!["type"]);
    }

    [Fact]
    public async Task The_reader_loads_nothing_from_elsewhere()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        var page = await api.GetAsync("/scalar/");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
        Assert.Contains("\"withDefaultFonts\":false", html, StringComparison.Ordinal);
        foreach (Match script in Script().Matches(html))
        {
            Assert.Equal(HttpStatusCode.OK, (await api.GetAsync($"/scalar/{script.Groups["file"].Value}")).StatusCode);
        }
    }

    [Fact]
    public async Task The_root_leads_to_the_reader()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);

        Assert.Equal("/scalar/", (await api.GetAsync("/")).RequestMessage?.RequestUri?.AbsolutePath);
    }

    private async Task<JsonNode> DocumentAsync()
    {
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);
        return await (await api.GetAsync("/openapi/v1.json")).JsonAsync();
    }

    [GeneratedRegex("<script[^>]* src=\"(?<file>[^\"]+)\"")]
    private static partial Regex Script();
}
