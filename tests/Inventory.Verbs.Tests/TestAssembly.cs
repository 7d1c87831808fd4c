using Xunit.v3;

[assembly: TestPipelineStartup(typeof(TestRun))]
