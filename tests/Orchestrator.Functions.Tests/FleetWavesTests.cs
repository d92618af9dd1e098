using Orchestrator.Contracts.Errors;
using Orchestrator.Functions.Fleet;

namespace Orchestrator.Functions.Tests;

public sealed class FleetWavesTests
{
    [Theory]
    [InlineData("1,10%,100%", 100, "1,10,100")]
    [InlineData("1,10%,100%", 5, "1,5")]
    [InlineData("1,10%,100%", 1000, "1,100,1000")]
    [InlineData("10%", 15, "2,15")]
    [InlineData("3", 2, "2")]
    [InlineData("5,5,50%", 20, "5,10,20")]
    public void Ends_AreHowManyAreDoneAfterEachWave(string waves, int clusters, string ends) => Assert.Equal(ends, string.Join(',', FleetWaves.Ends(waves.Split(','), clusters)));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0%")]
    [InlineData("101%")]
    [InlineData("all")]
    [InlineData("")]
    [InlineData("10,5")]
    public void Ends_OfWhatAreNoWaves_SayWhatToWrite(string waves) =>
        Assert.Contains("1,10%,100%", Assert.Throws<OrchestratorException>(() => FleetWaves.Ends(waves.Split(','), 20)).Error.Action, StringComparison.Ordinal);
}
