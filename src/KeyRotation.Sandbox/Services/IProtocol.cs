using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Services;

/// <summary>A form in which services take calls. All services share one address: the protocols find out which of them a request is for.</summary>
internal interface IProtocol
{
    /// <summary>The call that a request makes; null: it is for no service of this protocol.</summary>
    IServiceCall? Read(HttpRequest request);
}
