using Orchestrator.Cli.Demo;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Cli.Tests.Demo;

public sealed class CriticalPathTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Path_OfDiamond_TakesTheLongerSide() =>
        Assert.Equal(1 + 20 + 3, Seconds(Step("A/a"), Step("B/b", "A/a"), Step("C/c", "A/a"), Step("D/d", "B/b", "C/c")));

    [Fact]
    public void Path_OfIndependentSteps_IsTheLongestOne() => Assert.Equal(20, Seconds(Step("A/a"), Step("B/b")));

    [Fact]
    public void Path_WithUnknownDependency_IgnoresIt() => Assert.Equal(1, Seconds(Step("A/a", "Nowhere/n")));

    [Fact]
    public void Path_OfNothing_IsZero() => Assert.Equal(0, Seconds());

    [Fact]
    public void Path_OfGroup_FollowsTheGroupsDependenciesAndEndsWithItsLastMachine() =>
        Assert.Equal(
            1 + 50 + 100 + 3,
            Seconds(
                Step("A/a"),
                Step("ControlPlane/cp", "A/a"),
                Child("ControlPlane/cp", "VirtualMachine/m1", 0),
                Child("ControlPlane/cp", "Node/m1", 50, "VirtualMachine/m1"),
                Step("D/d", "ControlPlane/cp")));

    [Fact]
    public void Path_OfSeveralControlPlaneMachines_LetsThemJoinOneAtATime() =>
        Assert.Equal(
            3 * 150,
            Seconds(
                Step("ControlPlane/cp"),
                Child("ControlPlane/cp", "VirtualMachine/m1", 0),
                Child("ControlPlane/cp", "Node/m1", 50, "VirtualMachine/m1"),
                Child("ControlPlane/cp", "VirtualMachine/m2", 160),
                Child("ControlPlane/cp", "Node/m2", 210, "VirtualMachine/m2"),
                Child("ControlPlane/cp", "VirtualMachine/m3", 320),
                Child("ControlPlane/cp", "Node/m3", 370, "VirtualMachine/m3")));

    [Fact]
    public void Path_OfPool_BeginsWhenTheFirstApiServerAnswers() =>
        Assert.Equal(
            50 + 90 + 200,
            Seconds(
                Step("ControlPlane/cp"),
                Child("ControlPlane/cp", "VirtualMachine/m1", 0),
                Child("ControlPlane/cp", "Node/m1", 50, "VirtualMachine/m1"),
                Child("ControlPlane/cp", "VirtualMachine/m2", 160),
                Child("ControlPlane/cp", "Node/m2", 210, "VirtualMachine/m2"),
                Step("MachinePool/mp", "ControlPlane/cp"),
                Child("MachinePool/mp", "VirtualMachineScaleSet/mp", 160),
                Child("MachinePool/mp", "Node/w1", 210, "VirtualMachineScaleSet/mp"),
                Child("MachinePool/mp", "VirtualMachine/after", 320, "Node/w1")));

    [Fact]
    public void Path_WithCircle_IsRefused() => Assert.Throws<InvalidOperationException>(() => Seconds(Step("A/a", "B/b"), Step("B/b", "A/a")));

    private static double Seconds(params StepStatus[] steps) => CriticalPath.Of(steps, Weight, static _ => TimeSpan.FromSeconds(90)).TotalSeconds;

    private static TimeSpan Weight(StepStatus step) => TimeSpan.FromSeconds(step.Kind switch
    {
        "A" => 1,
        "B" => 20,
        "D" => 3,
        StepKinds.VirtualMachine or StepKinds.VirtualMachineScaleSet => 50,
        StepKinds.Node => 100,
        _ => 0,
    });

    private static StepStatus Child(string parent, string key, int startedAt, params string[] dependsOn) =>
        Step(key, dependsOn) with { Parent = parent, StartedAt = Start.AddSeconds(startedAt) };

    private static StepStatus Step(string key, params string[] dependsOn) => new()
    {
        Key = key,
        Kind = key.Split('/')[0],
        Name = key.Split('/')[1],
        DependsOn = dependsOn,
        Verb = StepVerb.Ensure,
        State = StepState.Done,
        StartedAt = Start,
    };
}
