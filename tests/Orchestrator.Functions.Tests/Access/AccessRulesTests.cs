using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Determinism.Time;
using Orchestrator.Functions.Access;

namespace Orchestrator.Functions.Tests.Access;

public sealed class AccessRulesTests
{
    public static TheoryData<string> HttpFunctions => [.. Methods().Select(static method => method.GetCustomAttribute<FunctionAttribute>()!.Name)];

    /// <summary>A new function that nobody has given a rule fails here.</summary>
    [Theory]
    [MemberData(nameof(HttpFunctions))]
    public void HttpFunction_HasAnAccessRuleAndIsBehindAKey(string function)
    {
        var method = Methods().Single(method => method.GetCustomAttribute<FunctionAttribute>()!.Name == function);
        var trigger = Trigger(method)!;

        Assert.True(method.GetCustomAttribute<RequiresRoleAttribute>() is { Role: not Role.None }, $"{function} has no [RequiresRole]: who may call it?");
        Assert.Equal(AuthorizationLevel.Function, trigger.AuthLevel);
        if (trigger.Methods is [var verb] && !verb.Equals("get", StringComparison.OrdinalIgnoreCase))
        {
            Assert.True(AccessRules.Of(function).Role > Role.Reader, $"{function} changes something, and a Reader may call it");
        }
    }

    /// <summary>Where the route names no namespace, the function must keep callers to theirs, or be for those of all namespaces.</summary>
    [Theory]
    [MemberData(nameof(HttpFunctions))]
    public void HttpFunction_ThatScopesItself_HasNoNamespaceInItsRoute(string function)
    {
        var method = Methods().Single(method => method.GetCustomAttribute<FunctionAttribute>()!.Name == function);
        var route = Trigger(method)!.Route!.Replace("{id}", "default.c1.1", StringComparison.Ordinal);

        Assert.False(AccessRules.Of(function).ScopesItself && AccessRules.NamespaceOf($"/api/{route}") is not null, $"{function}: the route has a namespace, which is checked anyway");
        Assert.Equal(route.Contains("{namespace}", StringComparison.Ordinal) ? "{namespace}" : route.Contains("default.c1.1", StringComparison.Ordinal) ? "default" : null, AccessRules.NamespaceOf($"/api/{route}"));
    }

    [Fact]
    public void Function_WithoutARule_IsForAdmins() => Assert.Equal(Role.Admin, AccessRules.Of("NoSuchFunction").Role);

    [Theory]
    [InlineData("/api/clusters", null)]
    [InlineData("/api/clusters/team-a/c1", "team-a")]
    [InlineData("/API/Clusters/team-a/c1/plan", "team-a")]
    [InlineData("/clusters/team-a/c1", "team-a")]
    [InlineData("/api/operations/team-a.c1.3/cancel", "team-a")]
    [InlineData("/api/operations/nonsense", null)]
    [InlineData("/api/apply", null)]
    [InlineData("/", null)]
    public void NamespaceOf_Path_IsThatOfClusterOrOperation(string path, string? expected) => Assert.Equal(expected, AccessRules.NamespaceOf(path));

    [Fact]
    public void Rates_OneCallerTooFast_IsToldWhenThereIsRoom_OthersAreNot()
    {
        var clock = new VirtualClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var rates = new RequestRates(new AccessOptions { RequestsPerMinute = 30 }, clock);

        Assert.All(Enumerable.Range(0, 30), _ => Assert.Null(rates.Take("a")));
        Assert.Equal(2, rates.Take("a"));
        Assert.Null(rates.Take("b"));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(rates.Take("a"));
        Assert.Equal(2, rates.Take("a"));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Null(new RequestRates(new AccessOptions { RequestsPerMinute = 0 }, clock).Take("a")));
    }

    private static IEnumerable<MethodInfo> Methods() => typeof(AccessRules).Assembly.GetTypes()
        .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(static method => method.IsDefined(typeof(FunctionAttribute)) && Trigger(method) is not null);

    private static HttpTriggerAttribute? Trigger(MethodInfo method) =>
        method.GetParameters().Select(static parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(static trigger => trigger is not null);
}
