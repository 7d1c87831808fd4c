using Inventory.Testing.Servers;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(TestServers))]
[assembly: TestPipelineStartup(typeof(TestRun))]

// The tests wait for servers most of their time, so more of them run at once than a small machine has cores.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 4)]

namespace Inventory.IntegrationTests;

/// <summary>Tests that stop or flood servers which all tests share: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Outages
{
    public const string Name = "Outages";
}
