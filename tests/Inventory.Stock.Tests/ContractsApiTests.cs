using Inventory.Contracts;
using PublicApiGenerator;

namespace Inventory.Stock.Tests;

public sealed class ContractsApiTests
{
    /// <summary>The contract is relied on from outside: whoever changes it changes this file, knowingly.</summary>
    [Fact]
    public void The_public_api_of_contracts_is_what_was_agreed()
    {
        var api = typeof(OrderPlaced).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });

        var agreed = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Inventory.Contracts.approved.txt"));
        Assert.Equal(agreed.ReplaceLineEndings().TrimEnd(), api.ReplaceLineEndings().TrimEnd());
    }

    [Fact]
    public void Contracts_depend_on_nothing_but_the_framework() =>
        Assert.All(typeof(OrderPlaced).Assembly.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));
}
