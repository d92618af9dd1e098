using Microsoft.Azure.Functions.Worker.Converters;
using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Binds the request's body to the parameter.</summary>
public class FromBodyAttribute : InputConverterAttribute
{
    public FromBodyAttribute()
        : base(typeof(FromBodyConverter))
    {
    }
}
