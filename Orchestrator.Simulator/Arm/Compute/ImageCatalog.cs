using System.Collections.Concurrent;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>
/// What is known about images that no resource stands for. Every image of the marketplace and of other owners' galleries is there unless it
/// is withdrawn. Settable at any time; takes effect with the next request.
/// </summary>
public sealed class ImageCatalog
{
    private readonly ConcurrentDictionary<string, bool> _withdrawn = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _plans = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>From now on the image is not to be found.</summary>
    /// <param name="image">An id such as <c>/CommunityGalleries/g/Images/i/Versions/1.0.0</c>, or <c>publisher:offer:sku:version</c>.</param>
    public void Withdraw(string image) => _withdrawn[image] = true;

    /// <summary>A marketplace image that only a request with its plan may use, once the terms are accepted.</summary>
    public void RequirePlan(string publisher, string offer, string sku, bool accepted = true) => _plans[$"{publisher}:{offer}:{sku}"] = accepted;

    internal bool IsWithdrawn(string image) => _withdrawn.ContainsKey(image);

    internal bool NeedsPlan(string publisher, string offer, string sku) => _plans.ContainsKey($"{publisher}:{offer}:{sku}");

    internal bool HasAgreement(string publisher, string offer, string sku) => _plans.GetValueOrDefault($"{publisher}:{offer}:{sku}");
}
