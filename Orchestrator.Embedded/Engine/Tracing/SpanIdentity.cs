using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Embedded.Engine.Tracing;

/// <summary>
/// Span ids follow from what a span stands for: after a restart the same span has the same id, and its children, which may have been
/// reported long before it, find their parent.
/// </summary>
internal static class SpanIdentity
{
    /// <param name="executionId">The execution that the span belongs to.</param>
    /// <param name="operation">What is done.</param>
    /// <param name="number">The number of the decision that it is done for; null for the execution itself.</param>
    public static ActivitySpanId Create(string executionId, string operation, int? number)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{executionId}/{operation}/{number}"));
        return ActivitySpanId.CreateFromBytes(hash.AsSpan(0, 8));
    }

    // A span is reported when it ends, perhaps by another process than the one in which it began: System.Diagnostics has no public way
    // to give it the id that it began with. The Durable Task SDK sets the same fields.
    public static void Assign(Activity activity, ActivitySpanId id)
    {
        SpanIdField(activity) = id.ToHexString();
        IdField(activity) = null;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanIdField(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_id")]
    private static extern ref string? IdField(Activity activity);
}
