using System.Globalization;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Local;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>What <c>serve</c> says once everything is up: where all is, and what to do next.</summary>
public static class ServeText
{
    public static IRenderable Render(LocalServer server, string dataFolder, double speed)
    {
        var folderOption = string.Equals(dataFolder, ServerFile.DefaultFolder, StringComparison.Ordinal) ? "" : $" --data-folder {dataFolder}";
        return new Rows(
            new Paragraph("The Orchestrator is up.", Styles.Good),
            Fact("API", new Uri(server.Address.Url, "api").AbsoluteUri),
            Fact("key", $"in {Path.Combine(dataFolder, ServerFile.FileName)}; orc finds it there"),
            Fact("simulated Azure", $"{server.Endpoints.ArmEndpoint} (CA: {Path.Combine(dataFolder, Path.GetFileName(server.CertificateAuthorityPath))})"),
            Fact("Kubernetes", $"through the proxy {server.Endpoints.KubernetesProxy}, as kubeconfigs say"),
            Fact("time", string.Create(CultureInfo.InvariantCulture, $"{speed:0.##} simulated seconds a second")),
            new Paragraph("Try:", Styles.Strong),
            new Paragraph($"  orc apply -f samples/cluster.yaml --wait{folderOption}"),
            new Paragraph($"  orc get clusters{folderOption}"),
            new Paragraph($"  orc describe cluster NAME{folderOption}"),
            new Paragraph("Ctrl-C stops it; started again, it goes on."));
    }

    private static Paragraph Fact(string name, string value) => new Paragraph().Append($"  {name,-16}", Styles.Dim).Append(value);
}
