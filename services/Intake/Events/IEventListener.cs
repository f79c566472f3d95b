namespace Wan.Intake.Events;

/// <summary>Somebody in this process who follows changes.</summary>
internal interface IEventListener
{
    /// <summary>Is shown an event, or a sign of life. Takes no time.</summary>
    void Offer(EventFrame frame);

    /// <summary>There will be none: the client has to come again.</summary>
    void End();
}
