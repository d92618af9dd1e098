using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Simulator.Machines;

/// <summary>A Kubernetes release, ordered.</summary>
internal readonly partial record struct KubernetesVersion(int Major, int Minor, int Patch) : IComparable<KubernetesVersion>
{
    public static KubernetesVersion? TryParse(string? text)
    {
        var match = Release().Match(text ?? "");
        return match.Success ? From(match) : null;
    }

    /// <summary>
    /// The release that an image carries: gallery versions are the release itself (<c>.../Versions/1.30.2</c>), the older marketplace
    /// images write it as <c>130.3.20240717</c>. Null when the image carries none.
    /// </summary>
    public static KubernetesVersion? OfImage(string imageReference)
    {
        var gallery = GalleryVersion().Match(imageReference);
        if (gallery.Success)
        {
            return From(gallery);
        }

        var marketplace = MarketplaceVersion().Match(imageReference);
        return marketplace.Success ? From(marketplace) : null;
    }

    public int CompareTo(KubernetesVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"v{Major}.{Minor}.{Patch}");

    private static KubernetesVersion From(Match match) => new(Number(match, 1), Number(match, 2), Number(match, 3));

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^v?(\d{1,4})\.(\d{1,4})\.(\d{1,6})(?:[-+].*)?$")]
    private static partial Regex Release();

    [GeneratedRegex(@"(?<![\d.])(1)\.(\d{1,3})\.(\d{1,4})(?![\d.])")]
    private static partial Regex GalleryVersion();

    [GeneratedRegex(@"(?<![\d.])(1)(\d{2})\.(\d{1,3})\.\d{8}(?![\d.])")]
    private static partial Regex MarketplaceVersion();
}
