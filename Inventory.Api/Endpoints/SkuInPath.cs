using Microsoft.AspNetCore.Http.Features;

namespace Inventory.Api.Endpoints;

/// <summary>
/// The SKU as the caller meant it. A path is matched with <c>%2F</c> left as it is, so that a slash within a SKU would
/// come out encoded, and not to be told from a SKU that contains the three characters.
/// </summary>
internal static class SkuInPath
{
    public static string Decode(HttpContext http, string routeValue)
    {
        if (!routeValue.Contains('%', StringComparison.Ordinal))
        {
            return routeValue;
        }

        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?')[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
