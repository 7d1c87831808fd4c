using Inventory.FaultTests.Checking;
using Inventory.Testing;
using Inventory.Testing.Servers;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(TestServers))]
[assembly: AssemblyFixture(typeof(Tally))]
[assembly: TestPipelineStartup(typeof(TestRun))]

// One after the other: most faults are the shared servers'.
[assembly: Parallelization(Mode = ParallelMode.None)]
