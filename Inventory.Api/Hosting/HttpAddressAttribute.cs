using System.ComponentModel.DataAnnotations;

namespace Inventory.Api.Hosting;

/// <summary>An address that Kestrel can listen on: <c>http://HOST:PORT</c>, where HOST may also be <c>*</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute() : ValidationAttribute("{0} must be an address such as http://127.0.0.1:5080.")
{
    public override bool IsValid(object? value)
    {
        try
        {
            return value is string text
                && BindingAddress.Parse(text) is { Scheme: "http", PathBase: "", Port: >= 0 and <= 65_535, IsUnixPipe: false, IsNamedPipe: false };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
