using System.Reflection;
using System.Text.Json;
using Microsoft.DurableTask;

namespace Orchestrator.Embedded.Tests.Api;

/// <summary>Compares what Orchestrator.Embedded.Api declares in Microsoft's namespaces with facts printed from the real assemblies.</summary>
public sealed class MicrosoftSurfaceTests
{
    private static readonly Dictionary<string, TypeFacts> Facts = LoadFacts();

    public static TheoryData<string> DeclaredTypes => [.. Declared().Select(SignatureText.Of)];

    [Fact]
    public void Namespaces_ThatAreNotMicrosofts_DeclareNothingButTheCoreException() =>
        Assert.Equal(
            ["DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException"],
            typeof(TaskName).Assembly.GetExportedTypes().Where(t => !IsMicrosoft(t)).Select(t => t.FullName));

    [Theory]
    [MemberData(nameof(DeclaredTypes))]
    public void Type_InAMicrosoftNamespace_IsWhatTheRealPackagesDeclare(string name)
    {
        Assert.True(Facts.TryGetValue(name, out var facts), $"The real packages have no type {name}.");
        var type = Declared().Single(t => SignatureText.Of(t) == name);

        Assert.Equal(facts.Kind, SignatureText.KindOf(type));
        Assert.Equal(facts.Base, SignatureText.BaseOf(type));
        Assert.Equal(facts.AttributeUsage, SignatureText.UsageOf(type));
        Assert.Empty(SignatureText.MembersOf(type).Except(facts.Members));
    }

    private static IEnumerable<Type> Declared() => typeof(TaskName).Assembly.GetExportedTypes().Where(IsMicrosoft);

    private static bool IsMicrosoft(Type type) => type.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static Dictionary<string, TypeFacts> LoadFacts()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("microsoft-api.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, TypeFacts>>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record TypeFacts(string Kind, string? Base, string? AttributeUsage, IReadOnlyList<string> Members);
}
